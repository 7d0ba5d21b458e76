package io.gradwatch.agent.dl4j.tensor;

import io.gradwatch.agent.listener.TensorMoments;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The elements of one array as they were when they were copied. The memory is kept for the next array. */
public final class ElementCopy implements Elements {
    private float[] floats = new float[0];
    private double[] doubles = new double[0];
    private boolean wide;

    /** Bytes that a copy of the array takes. */
    public static long bytes(INDArray array) {
        return array.length() * (array.dataType() == DataType.DOUBLE ? Double.BYTES : Float.BYTES);
    }

    public void take(INDArray array) {
        HostElements.of(array).copyTo(this, Math.toIntExact(array.length()));
    }

    /** Room for so many floats, which are to be filled. */
    float[] floats(int count) {
        wide = false;
        if (floats.length < count) {
            floats = new float[count];
        }
        return floats;
    }

    /** Room for so many doubles, which are to be filled. */
    double[] doubles(int count) {
        wide = true;
        if (doubles.length < count) {
            doubles = new double[count];
        }
        return doubles;
    }

    @Override
    public void addTo(TensorMoments moments, long from, long count) {
        for (long done = 0; done < count; done += TensorMoments.BLOCK_ELEMENTS) {
            int first = Math.toIntExact(from + done);
            int length = (int) Math.min(TensorMoments.BLOCK_ELEMENTS, count - done);
            if (wide) {
                moments.add(doubles, first, length);
            } else {
                moments.add(floats, first, length);
            }
        }
    }
}
