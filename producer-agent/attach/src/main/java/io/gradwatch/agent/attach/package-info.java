/** Follows what jobs already write, and sends it to the stream. */
package io.gradwatch.agent.attach;
