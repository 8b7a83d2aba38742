/** 24 letters and digits, as an activation code has. */
const CODE = 'CANARYc0de0000aaaa1111BB';

const LICENCE = `${'CANARYlicence'}${'eyJkYXRhIjoiY2FuYXJ5Iiwia2V5Ijoibm90IGEgcmVhbCBsaWNlbmNlIn0K'.repeat(4)}=`;

const CANARY_TEXTS = {
  subject: 'CANARY-subject-4b1d',
  description: 'CANARY-description-9e2f',
  comment: 'CANARY-comment-77aa',
  note: 'CANARY-internal-note-c3c3',
  organisationNote: 'CANARY-organisation-note-5d5d',
  fileName: 'CANARY-file-name-1f1f.txt',
  person: 'CANARY-person-6e6e',
  email: 'canary.person.8c8c@leak.example',
  phone: '+00 555 0100 8642',
  code: CODE,
  licence: LICENCE,
};

/** Texts in tickets that must never leave them: no log, message or database may contain one. */
export const CANARIES: readonly string[] = Object.values(CANARY_TEXTS);

/** The canaries by name, for the stand-in that writes them into tickets. */
export const CANARY_BY_NAME: Readonly<typeof CANARY_TEXTS> = CANARY_TEXTS;
