/**
 * The training jobs of the demo: real DL4J networks on the digits that ship with the product, one for each way to go
 * wrong.
 */
package io.gradwatch.standalone.demo.jobs;
