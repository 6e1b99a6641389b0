import CTorch

/// A 2D convolution (as the field says: a correlation).
///
/// - Parameters:
///   - x: `[B, I, H, W]`.
///   - weight: `[O, I / groups, K, K]`.
///   - bias: `[O]`.
///   - stride: Pixels from one result to the next.
///   - padding: Zeros on every side.
///   - groups: Parts of the channels that do not see one another.
/// - Returns: `[B, O, (H + 2 padding - K) / stride + 1, ...]`.
public func convolution(
    _ x: Tensor, weight: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Int = 0,
    groups: Int = 1
) -> Tensor {
    convolution(
        x, weight: weight, bias: bias, stride: stride,
        padding: (vertical: padding, horizontal: padding), groups: groups)
}

/// A 2D convolution with kernels that need not be square.
///
/// - Parameters:
///   - x: `[B, I, H, W]`.
///   - weight: `[O, I / groups, K, L]`.
///   - bias: `[O]`.
///   - stride: Pixels from one result to the next.
///   - padding: Zeros above and below, and on the left and right.
///   - groups: Parts of the channels that do not see one another.
/// - Returns: `[B, O, (H + 2 padding.vertical - K) / stride + 1, ...]`.
public func convolution(
    _ x: Tensor, weight: Tensor, bias: Tensor? = nil, stride: Int = 1,
    padding: (vertical: Int, horizontal: Int), groups: Int = 1
) -> Tensor {
    Tensor.call("convolution", [x, weight] + (bias.map { [$0] } ?? [])) {
        ctorch_conv2d(
            $0, x.handle, weight.handle, bias?.handle, Int64(stride), Int64(padding.vertical),
            Int64(padding.horizontal), Int64(groups))
    }
}

/// Mean 0 and variance 1 over groups of channels and all pixels, then scaled and shifted.
///
/// - Parameters:
///   - x: `[B, C, H, W]`.
///   - groups: Groups of channels; divides C.
///   - weight: `[C]`.
///   - bias: `[C]`.
///   - epsilon: Added to the variance.
/// - Returns: The same shape.
public func groupNorm(
    _ x: Tensor, groups: Int, weight: Tensor, bias: Tensor, epsilon: Double = 1e-5
) -> Tensor {
    Tensor.call("groupNorm", [x, weight, bias]) {
        ctorch_group_norm($0, x.handle, Int64(groups), weight.handle, bias.handle, epsilon)
    }
}

extension Tensor {
    /// Means of square patches.
    ///
    /// - Parameters:
    ///   - side: Side of a patch.
    ///   - stride: Pixels from one patch to the next.
    ///   - padding: How far patches reach over every edge; what lies there is in no mean.
    /// - Returns: `[B, C, H', W']`.
    public func averagePooled(side: Int, stride: Int, padding: Int = 0) -> Tensor {
        Tensor.call("averagePooled", [self]) {
            ctorch_average_pool2d($0, handle, Int64(side), Int64(stride), Int64(padding))
        }
    }

    /// Largest values of square patches.
    ///
    /// - Parameters:
    ///   - side: Side of a patch.
    ///   - stride: Pixels from one patch to the next.
    ///   - padding: How far patches reach over every edge.
    /// - Returns: `[B, C, H', W']`.
    public func maximumPooled(side: Int, stride: Int, padding: Int = 0) -> Tensor {
        Tensor.call("maximumPooled", [self]) {
            ctorch_maximum_pool2d($0, handle, Int64(side), Int64(stride), Int64(padding))
        }
    }

    /// Images resized bilinearly: pixel centres, edges repeated, no antialiasing.
    ///
    /// - Parameters:
    ///   - height: New height.
    ///   - width: New width.
    /// - Returns: `[B, C, height, width]`.
    public func resizedBilinear(height: Int, width: Int) -> Tensor {
        Tensor.call("resizedBilinear", [self]) {
            ctorch_resize_bilinear($0, handle, Int64(height), Int64(width))
        }
    }
}
