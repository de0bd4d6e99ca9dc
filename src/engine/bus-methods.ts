// Gives each command and query a method under its name in camelCase. Knows names only.

/** The name of a message's method: `PlaceOrder` → `placeOrder`. */
export function methodName(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}

/** An object that holds a method per message and nothing else. */
export function methods<Method>(
  messages: readonly string[],
  make: (message: string) => Method,
): Record<string, Method> {
  return Object.freeze(Object.fromEntries(messages.map((message) => [methodName(message), make(message)])));
}
