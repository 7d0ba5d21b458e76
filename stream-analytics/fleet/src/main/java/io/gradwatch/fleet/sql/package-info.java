/** Queries in SQL over the whole history, in a database that can do nothing else. */
package io.gradwatch.fleet.sql;
