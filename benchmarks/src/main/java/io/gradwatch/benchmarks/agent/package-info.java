/** What a call of the agent costs the thread that trains. */
package io.gradwatch.benchmarks.agent;
