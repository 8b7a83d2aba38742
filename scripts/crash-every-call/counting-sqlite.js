import { counted } from './count-calls.js';

const { DatabaseSync: RealDatabase } = await import(new URL(import.meta.url).searchParams.get('of'));

/** The driver, with every statement counted. */
export class DatabaseSync {
  constructor(...given) {
    const real = new RealDatabase(...given);
    // biome-ignore lint/correctness/noConstructorReturn: the driver's own class cannot be extended or changed
    return new Proxy(real, {
      get(database, name) {
        if (name === 'prepare') return (sql) => countingStatement(database.prepare(sql));
        const value = Reflect.get(database, name, database);
        return typeof value === 'function' ? value.bind(database) : value;
      },
    });
  }
}

function countingStatement(statement) {
  return {
    columns: () => statement.columns(),
    all: (...given) => counted(() => statement.all(...given)),
    run: (...given) => counted(() => statement.run(...given)),
    iterate: (...given) => counted(() => statement.iterate(...given)),
  };
}
