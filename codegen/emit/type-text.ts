// Writes a type of the model as a reader of the domain's page wants to see it. Not TypeScript, but close.
import type { Constraints, ObjectType, TypeModel } from '../model.js';

/** The type as one line, with its constraints. */
export function typeText(type: TypeModel): string {
  switch (type.kind) {
    case 'literal':
      return JSON.stringify(type.value);
    case 'union':
      return type.members.map(typeText).join(' | ');
    case 'array': {
      const element = typeText(type.element);
      return `${/[| ]/.test(element) ? `(${element})` : element}[]${constraintsText(type.constraints)}`;
    }
    case 'tuple':
      return `[${type.elements.map((element) => `${typeText(element.type)}${element.optional ? '?' : ''}`).join(', ')}]`;
    case 'record':
      return `Record<string, ${typeText(type.value)}>${constraintsText(type.constraints)}`;
    case 'object':
      return fieldsText(type);
    case 'reference':
      return type.name;
    default:
      return `${type.kind}${constraintsText(type.constraints)}`;
  }
}

/** An object's fields as one line. */
export function fieldsText({ fields }: ObjectType): string {
  if (fields.length === 0) return '{}';
  return `{ ${fields.map(({ name, optional, type }) => `${name}${optional ? '?' : ''}: ${typeText(type)}`).join('; ')} }`;
}

function constraintsText(constraints: Constraints): string {
  const parts = Object.entries(constraints).map(([name, value]) => `${name} ${value}`);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}
