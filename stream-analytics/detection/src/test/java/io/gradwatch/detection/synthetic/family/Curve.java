package io.gradwatch.detection.synthetic.family;

/** Makes the rows of one run, one after the other, without keeping them. */
@FunctionalInterface
interface Curve {

    /**
     * Fills a row that is empty.
     *
     * @param index of the row, from 0; every row is asked for once, in order
     */
    void fill(long index, Row row);
}
