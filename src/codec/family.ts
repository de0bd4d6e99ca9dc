// The kinds of MessagePack values: what a value shows of itself before it is read.

/** What a value is by its first byte. */
export type Family = 'null' | 'boolean' | 'number' | 'bigint' | 'text' | 'bytes' | 'date' | 'array' | 'map';

/** The members of a union that their kind tells, each with its place in the union. Bigints count as numbers there. */
export type Members = { readonly [Kind in Exclude<Family, 'bigint'>]?: number };

/** The kind of value that a byte begins; `null` for one that begins none in our profile. */
export function familyOf(token: number): Family | null {
  if (token < 0x80 || token >= 0xe0) return 'number';
  if (token < 0x90) return 'map';
  if (token < 0xa0) return 'array';
  if (token < 0xc0) return 'text';
  switch (token) {
    case 0xc0:
      return 'null';
    case 0xc2:
    case 0xc3:
      return 'boolean';
    case 0xc4:
    case 0xc5:
    case 0xc6:
      return 'bytes';
    case 0xc7:
    case 0xd6:
    case 0xd7:
      return 'date';
    case 0xcb:
    case 0xcc:
    case 0xcd:
    case 0xce:
    case 0xd0:
    case 0xd1:
    case 0xd2:
      return 'number';
    case 0xcf:
    case 0xd3:
      return 'bigint';
    case 0xd9:
    case 0xda:
    case 0xdb:
      return 'text';
    case 0xdc:
    case 0xdd:
      return 'array';
    case 0xde:
    case 0xdf:
      return 'map';
    default:
      return null;
  }
}

/** The place of the member that a kind tells; -1 where none is of that kind. */
export function memberOf(members: Members, family: Family): number {
  return members[family === 'bigint' ? 'number' : family] ?? -1;
}
