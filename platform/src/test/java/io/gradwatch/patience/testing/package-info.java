/** Deadlines for the tests of all modules. */
package io.gradwatch.patience.testing;
