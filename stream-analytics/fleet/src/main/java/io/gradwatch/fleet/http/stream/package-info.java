/** Server-sent events: a tail of the topics in memory, and the clients that read it. */
package io.gradwatch.fleet.http.stream;
