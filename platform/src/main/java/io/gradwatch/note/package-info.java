/**
 * Notes of people on runs and on places of their curves, with their rules, and the follower and writer of their topic.
 */
package io.gradwatch.note;
