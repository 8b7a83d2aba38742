import { countCall } from './count-calls.js';

const { DatabaseSync: RealDatabase } = await import(new URL(import.meta.url).searchParams.get('of'));

/** The SQLite driver that the bot asked for, with every statement counted. */
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
    all: (...given) => countCall(() => statement.all(...given)),
    run: (...given) => countCall(() => statement.run(...given)),
    iterate: (...given) => countCall(() => statement.iterate(...given)),
  };
}
