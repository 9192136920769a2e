/** Anything that the Kubernetes API types can check. */
export interface Validatable {
  validate(): void;
}

/**
 * Paths of the fields that the API types do not know, such as `spec.shedule`. Their own validation passes over those,
 * as the API server would without strict field validation; but it reads every field that it does know, and what it
 * reads can be watched.
 */
export function unknownFields(model: Validatable): string[] {
  const read = new Set<string>();
  watched(model, "", read).validate();
  return pathsOf(model, "").filter((path) => !read.has(path));
}

function watched<T extends object>(value: T, path: string, read: Set<string>): T {
  return new Proxy(value, {
    get(target, key, receiver): unknown {
      const field: unknown = Reflect.get(target, key, receiver);
      if (typeof key !== "string") return field;
      const fieldPath = join(path, key);
      read.add(fieldPath);
      return typeof field === "object" && field !== null ? watched(field, fieldPath, read) : field;
    },
  });
}

/** Paths of every field and list item of the value, outermost first. */
function pathsOf(value: object, path: string): string[] {
  return Object.entries(value).flatMap(([key, field]: [string, unknown]) => {
    const fieldPath = join(path, key);
    return [fieldPath, ...(typeof field === "object" && field !== null ? pathsOf(field, fieldPath) : [])];
  });
}

function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}
