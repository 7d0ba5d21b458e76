/** Command that fits the judges of the detection module and measures them on sources that they have not seen. */
package io.gradwatch.calibration;
