import type { RedactionBuffer } from './redaction-buffer.ts';

/** Removes pasted mail and ticket text: everything from the first sign of a quotation to the end. */
export function redactQuotedText(buffer: RedactionBuffer): void {
  const starts = QUOTE_START_PATTERNS.flatMap((pattern) => {
    const at = buffer.text.search(pattern);
    return at < 0 ? [] : [at];
  });
  if (starts.length === 0) return;
  const from = Math.min(...starts);
  if (buffer.text.slice(from).trim() !== '(quoted text removed)')
    buffer.redactRange('quoted', from, buffer.text.length);
}

/** Header names as localized by mail clients. */
const FROM_HEADERS = 'From|Von|De|Da|Van|Od|Fra|Från|差出人|送信者|发件人|보낸 사람';
const OTHER_HEADERS =
  'Sent|Date|To|Cc|Bcc|Subject|Reply-To|Gesendet|Datum|An|Betreff|Envoyé|À|Objet|Enviado|Enviada|Para|Asunto|Assunto|Inviato|A|Oggetto|Verzonden|Aan|Onderwerp|Wysłano|Do|Temat|Sendt|Til|Emne|Skickat|Till|Ämne|送信日時|日付|宛先|件名|发送时间|收件人|主题|받는 사람|제목';
const COLON = '[ ]?[:：]';
const BOLD_MARKUP = '\\*{0,2}';

const QUOTE_START_PATTERNS: readonly RegExp[] = [
  /^[ ]*>/m,
  /<blockquote/i,
  // "On … wrote:" in several languages. It must contain a digit, as part of a date or a time.
  /(?<!\p{L})(?:On|Am|Le|El|Il|Op|Em|Den|Dnia|W dniu)(?= [^\n]{0,60}\d)[\s\S]{4,250}?(?<!\p{L})(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef|escreveu|skrev|napisał(?:\(a\)|a)?|pisze)(?!\p{L})[^\n:：]{0,80}[:：]/iu,
  /\d{4}年\d{1,2}月\d{1,2}日[^\n]{0,120}(?:のメール|書きました|写道|wrote)[ ]?[:：]/,
  /\d{4}年\d{1,2}月\d{1,2}日[^\n]{0,120}<[^\n>]{3,120}>[ ]?[:：]/,
  new RegExp(
    `^[ ]*${BOLD_MARKUP}(?:${FROM_HEADERS})${COLON}[^\\n]{0,300}\\n+(?:[^\\n]{0,300}\\n+){0,2}[ ]*${BOLD_MARKUP}(?:${OTHER_HEADERS})${COLON}`,
    'imu',
  ),
  new RegExp(
    `^[ ]*${BOLD_MARKUP}(?:Sent|Date|To|Gesendet|An|Envoyé|À|Para|宛先|件名)${COLON}[^\\n]{0,300}\\n+[ ]*${BOLD_MARKUP}(?:${OTHER_HEADERS})${COLON}`,
    'imu',
  ),
  new RegExp(
    `(?<!\\p{L})(?:${FROM_HEADERS})${COLON}.{1,150}?(?<!\\p{L})(?:${OTHER_HEADERS})${COLON}.{1,150}?(?<!\\p{L})(?:${OTHER_HEADERS})${COLON}`,
    'isu',
  ),
  /##-|-##/,
  /(?:type|write|enter) your reply above this line|reply above this line|Bitte geben Sie Ihre Antwort über dieser Zeile ein/i,
  /(?<![-_=*])[-_=*]{2,} ?(?:Original (?:Message|Appointment)|Forwarded (?:message|by)|Reply (?:message|above)|Ursprüngliche (?:Nachricht|Mail)|Weitergeleitete (?:Nachricht|Mail)|Message d['’]origine|Message (?:transféré|original)|Mensaje (?:original|reenviado)|Mensagem (?:original|encaminhada)|Messaggio (?:originale|inoltrato)|Oorspronkelijk bericht|Doorgestuurd bericht|Wiadomość oryginalna|元のメッセージ|転送メッセージ|原始邮件|원본 메일)/i,
  /(?:Begin forwarded message|Anfang der weitergeleiteten (?:Nachricht|E-Mail)|Début du message (?:réexpédié|transféré)|Inicio del mensaje reenviado)[ ]?[:：]/i,
  /_{20,}/,
  // The header of a help desk comment: a name, followed by date and time on their own line.
  /^[^\n]{2,80}\n+[ ]*(?:\w{3,9} \d{1,2},? \d{4}|\d{1,2}[. ]\w{2,9}\.? \d{4}|\d{4}-\d{2}-\d{2}),?[ ](?:at )?\d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?(?: [A-Z]{2,5}(?:[+-]\d{1,2})?)?[ ]*$/m,
];
