import { anEmptySqliteFile, copyContract } from '../copy-contract.ts';
import { createPostgresDatabase } from '../postgres-database.ts';

copyContract('from SQLite to PostgreSQL', { from: anEmptySqliteFile, to: createPostgresDatabase });
copyContract('from PostgreSQL to SQLite', { from: createPostgresDatabase, to: anEmptySqliteFile });
