/** Changes a good JSON answer on its way out; gets a copy, so it may change it in place. */
export type Tamper = (path: string, body: unknown) => unknown;

/** A tamper that takes a field out of every answer that has it: "basicInfo.SSPChannel__c", "data.*.version". */
export function dropField(field: string): Tamper {
  return (_path, body) => {
    for (const { holder, name } of findFieldHolders(body, field)) delete holder[name];
    return body;
  };
}

/** A tamper that puts another value in place of a field, in every answer that has it. */
export function overrideField(field: string, value: unknown): Tamper {
  return (_path, body) => {
    for (const { holder, name } of findFieldHolders(body, field)) holder[name] = value;
    return body;
  };
}

interface FieldHolder {
  readonly holder: Record<string, unknown>;
  readonly name: string;
}

function findFieldHolders(body: unknown, field: string): FieldHolder[] {
  const steps = field.split('.');
  const name = steps.pop() ?? '';
  const inner = steps.reduce(
    (values: unknown[], step) => values.flatMap((value) => children(value, step)),
    [body],
  );
  return inner.filter(isObject).flatMap((holder) => {
    if (name === '*') return Object.keys(holder).map((key) => ({ holder, name: key }));
    return name in holder ? [{ holder, name }] : [];
  });
}

function children(value: unknown, step: string): unknown[] {
  if (!isObject(value)) return [];
  return step === '*' ? Object.values(value) : [value[step]];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
