/** Values whose names stand in another line: tables, boxes, indented blocks. */
package io.gradwatch.agent.logs.text.table;
