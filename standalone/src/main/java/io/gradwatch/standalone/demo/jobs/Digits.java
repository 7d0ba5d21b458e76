package io.gradwatch.standalone.demo.jobs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The UCI hand-written digits: 1,797 images of 8×8 pixels, split once by a fixed seed.
 *
 * @param training 1,437 images, features of shape (1437, 64) scaled to [0, 1], labels one-hot of shape (1437, 10)
 * @param validation 360 images, likewise
 */
record Digits(DataSet training, DataSet validation) {
    static final int PIXELS = 64;
    static final int CLASSES = 10;

    private static final String RESOURCE = "/digits/digits.csv.gz";
    private static final float HIGHEST_COUNT = 16;
    private static final int VALIDATION_IMAGES = 360;
    private static final long SPLIT_SEED = 7;

    static Digits load() {
        List<float[]> rows = readRows();
        Collections.shuffle(rows, new Random(SPLIT_SEED));
        return new Digits(
                dataSet(rows.subList(VALIDATION_IMAGES, rows.size())), dataSet(rows.subList(0, VALIDATION_IMAGES)));
    }

    private static List<float[]> readRows() {
        try (InputStream file = Digits.class.getResourceAsStream(RESOURCE)) {
            if (file == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the class path");
            }
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(new GZIPInputStream(file), StandardCharsets.US_ASCII));
            return lines.lines().map(Digits::numbers).collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE, e);
        }
    }

    private static float[] numbers(String line) {
        String[] columns = line.split(",", -1);
        if (columns.length != PIXELS + 1) {
            throw new IllegalStateException(
                    RESOURCE + ": expected " + (PIXELS + 1) + " columns but a row has " + columns.length);
        }
        float[] numbers = new float[columns.length];
        for (int i = 0; i < columns.length; i++) {
            numbers[i] = Integer.parseInt(columns[i]);
        }
        return numbers;
    }

    private static DataSet dataSet(List<float[]> rows) {
        float[][] features = new float[rows.size()][PIXELS];
        float[][] labels = new float[rows.size()][CLASSES];
        for (int i = 0; i < rows.size(); i++) {
            float[] row = rows.get(i);
            for (int pixel = 0; pixel < PIXELS; pixel++) {
                features[i][pixel] = row[pixel] / HIGHEST_COUNT;
            }
            labels[i][(int) row[PIXELS]] = 1;
        }
        return new DataSet(Nd4j.create(features), Nd4j.create(labels));
    }
}
