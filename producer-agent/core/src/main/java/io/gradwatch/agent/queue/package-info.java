/** Way of records from the training threads to the agent's thread, without locks, waiting or garbage. */
package io.gradwatch.agent.queue;
