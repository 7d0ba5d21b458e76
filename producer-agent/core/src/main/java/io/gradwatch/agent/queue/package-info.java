/** How records get from the training threads to the agent's thread: without locks, without waiting, without garbage. */
package io.gradwatch.agent.queue;
