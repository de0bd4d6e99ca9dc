// The string formats that a declaration may ask for, and what each accepts. Judged exactly; no network, no locale.
import { isIPv6 } from 'node:net';

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
const EMAIL_LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const URI = /^[a-z][a-z0-9+.-]*:([a-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9a-f]{2})+$/i;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;
const OCTET = /^(0|[1-9]\d{0,2})$/;

/** What each format accepts, by its name in JSON Schema. */
export const FORMATS = {
  /** A day of the calendar: `2024-02-29`. */
  date: isDay,
  /** A day and a time with its offset, both as RFC 3339 writes them: `2024-02-29T12:00:00Z`. No leap second. */
  'date-time': (text) => text[10] === 'T' && isDay(text.slice(0, 10)) && TIME.test(text.slice(11)),
  /** A time of day with its offset: `12:00:00+01:00`. */
  time: (text) => TIME.test(text),
  /** An address in ASCII without quoting or comments, at a host name with a dot, at most 254 characters. */
  email: isEmail,
  /** A UUID of any version. */
  uuid: (text) => UUID.test(text),
  /** An absolute URI in ASCII. */
  uri: (text) => URI.test(text) && URL.canParse(text),
  /** A host name in ASCII, at most 253 characters. */
  hostname: isHostname,
  ipv4: isIpv4,
  /** An IPv6 address without a zone. */
  ipv6: (text) => isIPv6(text) && !text.includes('%'),
} as const satisfies Record<string, (text: string) => boolean>;

/** Whether a name is one of `FORMATS`. */
export function isFormat(name: string): name is keyof typeof FORMATS {
  return Object.hasOwn(FORMATS, name);
}

function isDay(text: string): boolean {
  const [, year, month, day] = DATE.exec(text) ?? [];
  if (year === undefined) return false;
  const leap = Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0);
  const last = Number(month) === 2 && !leap ? 28 : (DAYS[Number(month) - 1] ?? 0);
  return Number(day) >= 1 && Number(day) <= last;
}

function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@');
  if (at < 1 || at > 64 || text.length > 254) return false;
  const host = text.slice(at + 1);
  return EMAIL_LOCAL.test(text.slice(0, at)) && host.includes('.') && isHostname(host);
}

function isHostname(text: string): boolean {
  return text.length <= 253 && text.split('.').every((label) => LABEL.test(label));
}

function isIpv4(text: string): boolean {
  const octets = text.split('.');
  return octets.length === 4 && octets.every((octet) => OCTET.test(octet) && Number(octet) <= 255);
}
