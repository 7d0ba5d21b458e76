/** Names and values in logs: the signal that a name stands for, and the number that a text is. */
package io.gradwatch.agent.logs.names;
