/**
 * Login and tokens of a monitor on a shared host, for the user who runs it: {@code gradwatch up} writes them, the
 * agents and commands of the same user read them.
 */
package io.gradwatch.access;
