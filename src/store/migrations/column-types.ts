import type { ColumnDefinitionBuilder, RawBuilder } from 'kysely';

/** How a kind of database writes the types that differ. */
export interface ColumnTypes {
  /** Text that is compared byte by byte. */
  readonly text: 'text' | RawBuilder<unknown>;
  readonly identity: 'integer' | 'bigint';
  /** Makes a column of type `identity` an automatically increasing primary key. */
  readonly identityColumn: (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder;
  /** True when the database removes old versions of rows from time to time, and can be told how often. */
  readonly hasAutovacuum: boolean;
}
