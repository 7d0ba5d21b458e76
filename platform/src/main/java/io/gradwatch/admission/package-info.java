/** Rule by which all parts of the monitor decide which records of a run count. */
package io.gradwatch.admission;
