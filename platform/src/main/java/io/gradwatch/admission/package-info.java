/** Rules by which all parts of the monitor decide which records of a run count, and what they keep of them. */
package io.gradwatch.admission;
