/** The demo: real networks with real faults, watched by the whole stack, and whether every expected alert came. */
package io.gradwatch.standalone.demo;
