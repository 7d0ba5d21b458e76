/**
 * What opens the parts of a monitor on a shared host to the user who runs it: written by {@code gradwatch up}, read by
 * the agents and commands of the same user.
 */
package io.gradwatch.schema.access;
