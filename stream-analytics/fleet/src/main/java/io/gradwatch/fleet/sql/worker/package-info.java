/** The process that answers one question in SQL at a time. */
package io.gradwatch.fleet.sql.worker;
