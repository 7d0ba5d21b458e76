/** Bounds of what a job may send, and the cleaning of text, lists and records to them. */
package io.gradwatch.agent.clean;
