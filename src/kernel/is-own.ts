// Whether a field is an object's own, for loops with `for … in` that must stay fast.

// Called so, V8 knows within such a loop that it is true, and no list of keys has to be made.
const { hasOwnProperty: holds } = Object.prototype;

/** What `Object.hasOwn(object, key)` answers. */
export function isOwn(object: object, key: PropertyKey): boolean {
  return holds.call(object, key);
}
