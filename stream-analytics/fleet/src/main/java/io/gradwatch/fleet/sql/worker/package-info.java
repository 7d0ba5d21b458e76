/** The process that answers one query in SQL at a time. */
package io.gradwatch.fleet.sql.worker;
