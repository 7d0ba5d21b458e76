package io.gradwatch.agent.dl4j.tensor;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The elements of an array as they lie in host memory, to be read block by block without an ND4J operation per element.
 *
 * <p>A dense array of floats or doubles on the CPU is read in place. Anything else (a strided view, another type, an
 * array of a device) is copied first, once for the whole array, outside all workspaces.
 */
public abstract class HostElements implements Elements {
    /** Copies the first {@code count} elements. */
    abstract void copyTo(ElementCopy copy, int count);

    public static HostElements of(INDArray array) {
        boolean inPlace = Nd4j.getExecutioner().type() == OpExecutioner.ExecutionerType.NATIVE_CPU && isDense(array);
        if (array.isEmpty()) {
            return new Floats((from, block, length) -> {});
        }
        if (inPlace && array.dataType() == DataType.FLOAT) {
            FloatPointer memory = new FloatPointer(array.data().addressPointer());
            return new Floats((from, block, length) -> memory.position(from).get(block, 0, length));
        }
        if (inPlace && array.dataType() == DataType.DOUBLE) {
            DoublePointer memory = new DoublePointer(array.data().addressPointer());
            return new Doubles((from, block, length) -> memory.position(from).get(block, 0, length));
        }
        return copyOf(array);
    }

    private static boolean isDense(INDArray array) {
        return array.length() == 1 || array.elementWiseStride() == 1;
    }

    private static HostElements copyOf(INDArray array) {
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            if (array.dataType() == DataType.DOUBLE) {
                double[] copy = array.dup('c').data().asDouble();
                return new Doubles(
                        (from, block, length) -> System.arraycopy(copy, Math.toIntExact(from), block, 0, length));
            }
            float[] copy = array.dup('c').castTo(DataType.FLOAT).data().asFloat();
            return new Floats((from, block, length) -> System.arraycopy(copy, Math.toIntExact(from), block, 0, length));
        }
    }

    /** Copies elements into the beginning of a block. */
    private interface Source<B> {
        void copy(long from, B block, int length);
    }

    private static final class Floats extends HostElements {
        private final Source<float[]> source;

        Floats(Source<float[]> source) {
            this.source = source;
        }

        @Override
        void copyTo(ElementCopy copy, int count) {
            source.copy(0, copy.floats(count), count);
        }

        @Override
        public void addTo(TensorMoments moments, long from, long count) {
            float[] block = new float[TensorMoments.BLOCK_ELEMENTS];
            for (long done = 0; done < count; done += block.length) {
                int length = (int) Math.min(block.length, count - done);
                source.copy(from + done, block, length);
                moments.add(block, length);
            }
        }
    }

    private static final class Doubles extends HostElements {
        private final Source<double[]> source;

        Doubles(Source<double[]> source) {
            this.source = source;
        }

        @Override
        void copyTo(ElementCopy copy, int count) {
            source.copy(0, copy.doubles(count), count);
        }

        @Override
        public void addTo(TensorMoments moments, long from, long count) {
            double[] block = new double[TensorMoments.BLOCK_ELEMENTS];
            for (long done = 0; done < count; done += block.length) {
                int length = (int) Math.min(block.length, count - done);
                source.copy(from + done, block, length);
                moments.add(block, length);
            }
        }
    }
}
