/** Follows one log while it grows, is written anew or comes in a pipe. */
package io.gradwatch.agent.attach.file;
