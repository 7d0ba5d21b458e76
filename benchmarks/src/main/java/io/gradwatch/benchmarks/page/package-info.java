/** Waiting times of people, in a real browser: lists of many runs, and a step on its chart. */
package io.gradwatch.benchmarks.page;
