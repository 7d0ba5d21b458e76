/** Reading and writing of compacted topics, of which the last record of each key counts. */
package io.gradwatch.keyed;
