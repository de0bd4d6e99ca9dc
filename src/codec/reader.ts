// What generated code reads events with: objects, lists, records, literals and unions, out of single values.
import { type Members, memberOf } from './family.js';
import { corruptValue, unknownToday } from './unreadable.js';
import { ValueReader } from './value-reader.js';
import { MAX_NESTING } from './writer.js';

/** Reads what `Writer` writes. */
export class Reader extends ValueReader {
  #nesting = 0;

  override reset(bytes: Uint8Array): void {
    super.reset(bytes);
    this.#nesting = 0;
  }

  /** The head of an object's fields: how many follow, at least those that every release writes. */
  fields(least: number): number {
    const fields = this.array();
    this.needs(least, fields);
    return fields;
  }

  /** Makes sure that there are enough fields. */
  needs(least: number, fields: number): void {
    if (fields < least) throw unknownToday(`${fields} fields where there are at least ${least}`);
  }

  /** One of some literals, which is stored as its place among them. */
  oneOf<const Value>(values: readonly Value[]): Value {
    const start = this.position;
    const place = this.number();
    if (place < values.length && place >= 0 && Number.isInteger(place)) return values[place] as Value;
    throw this.unforeseen('a literal that is known', start);
  }

  /** A list of values that `read` reads. */
  list<Value>(read: (from: Reader) => Value): Value[] {
    const length = this.array();
    const items: Value[] = [];
    for (let index = 0; index < length; index++) items.push(read(this));
    return items;
  }

  /** A record whose values `read` reads. */
  record<Value>(read: (from: Reader) => Value): Record<string, Value> {
    const length = this.map();
    const record: Record<string, Value> = {};
    for (let index = 0; index < length; index++) record[this.key()] = read(this);
    return record;
  }

  /** Which of `count` members of a union follows: by its kind, or by its place, which is then read. */
  member(members: Members, count: number): number {
    const start = this.position;
    let member = -1;
    if (this.isMember()) {
      this.map();
      member = this.number();
    } else member = memberOf(members, this.family());
    if (member >= 0 && member < count && Number.isInteger(member)) return member;
    throw this.unforeseen('a member of the union that is known', start);
  }

  /** To be called before a value that may hold others of its own type. */
  enter(): void {
    if (++this.#nesting > MAX_NESTING) throw corruptValue(`it is nested deeper than ${MAX_NESTING} levels`);
  }

  /** To be called after such a value. */
  leave(): void {
    this.#nesting--;
  }
}
