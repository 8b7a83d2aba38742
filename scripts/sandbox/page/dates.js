const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const DAY_MS = 86_400_000;
const HALF_A_YEAR_MS = 183 * DAY_MS;

/** Fills Slack's date tokens in the reader's own zone. `seconds` is Unix time; an unusable one gives null. */
export function formatSlackDate(seconds, format, now) {
  const at = new Date(Number(seconds) * 1000);
  if (Number.isNaN(at.getTime())) return null;
  return format.replace(/\{(\w+)\}/g, (token, name, offset) => {
    const text = tokenText(name, at, now);
    if (text === null) return token;
    return offset === 0 ? text[0].toUpperCase() + text.slice(1) : text;
  });
}

/** The clock of a message, such as "14:02". */
export function timeOfDay(at) {
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The line between two days of messages: "Today", "Yesterday" or the date in full. */
export function dayTitle(at, now) {
  const near = nearDay(at, now);
  return near ? near[0].toUpperCase() + near.slice(1) : longDate(at, now);
}

function tokenText(name, at, now) {
  switch (name) {
    case 'date_num':
      return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
    case 'date_slash':
      return `${two(at.getDate())}/${two(at.getMonth() + 1)}/${at.getFullYear()}`;
    case 'date':
      return plainDate(at, now);
    case 'date_pretty':
      return nearDay(at, now) ?? plainDate(at, now);
    case 'date_short':
      return shortDate(at, now);
    case 'date_short_pretty':
      return nearDay(at, now) ?? shortDate(at, now);
    case 'date_long':
      return longDate(at, now);
    case 'date_long_pretty':
    case 'day_divider_pretty':
      return nearDay(at, now) ?? longDate(at, now);
    case 'date_long_full':
      return `${MONTHS[at.getMonth()]} ${at.getDate()}, ${at.getFullYear()}`;
    case 'time':
      return timeOfDay(at);
    case 'time_secs':
      return `${timeOfDay(at)}:${two(at.getSeconds())}`;
    case 'ago':
      return ago(at, now);
    default:
      return null;
  }
}

function nearDay(at, now) {
  const days = Math.round((midnight(at) - midnight(now)) / DAY_MS);
  return { '-1': 'yesterday', 0: 'today', 1: 'tomorrow' }[days] ?? null;
}

function midnight(at) {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}

function plainDate(at, now) {
  return `${MONTHS[at.getMonth()]} ${ordinal(at.getDate())}${yearPart(at, now)}`;
}

function shortDate(at, now) {
  return `${MONTHS[at.getMonth()].slice(0, 3)} ${at.getDate()}${yearPart(at, now)}`;
}

function longDate(at, now) {
  return `${DAYS[at.getDay()]}, ${plainDate(at, now)}`;
}

function yearPart(at, now) {
  return Math.abs(at - now) < HALF_A_YEAR_MS ? '' : `, ${at.getFullYear()}`;
}

function ordinal(day) {
  if (day >= 11 && day <= 13) return `${day}th`;
  return `${day}${['th', 'st', 'nd', 'rd'][day % 10] ?? 'th'}`;
}

function ago(at, now) {
  const seconds = Math.round((now - at) / 1000);
  const words = span(Math.abs(seconds));
  return seconds < 0 ? `in ${words}` : `${words} ago`;
}

function span(seconds) {
  const [count, unit] =
    seconds < 60
      ? [seconds, 'second']
      : seconds < 3600
        ? [Math.floor(seconds / 60), 'minute']
        : seconds < 86_400
          ? [Math.floor(seconds / 3600), 'hour']
          : [Math.floor(seconds / 86_400), 'day'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

function two(number) {
  return String(number).padStart(2, '0');
}
