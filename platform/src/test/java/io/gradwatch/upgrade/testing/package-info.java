/** State that earlier releases left, for tests that restore it. */
package io.gradwatch.upgrade.testing;
