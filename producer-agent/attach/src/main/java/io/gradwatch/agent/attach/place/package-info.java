/** Finds the logs in folders, and which of them are one run. */
package io.gradwatch.agent.attach.place;
