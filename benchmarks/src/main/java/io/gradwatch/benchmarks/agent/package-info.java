/** Cost of a call of the agent to the thread that trains. */
package io.gradwatch.benchmarks.agent;
