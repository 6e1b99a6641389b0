import CTorch

extension Tensor {
    /// The sum over some axes.
    ///
    /// - Parameters:
    ///   - axes: The axes to reduce; none means all.
    ///   - keepingAxes: Whether they stay, with length 1.
    /// - Returns: The remaining axes.
    public func sum(_ axes: Int..., keepingAxes: Bool = false) -> Tensor {
        reduced(CTORCH_SUM, "sum", axes, keepingAxes)
    }

    /// The mean over some axes.
    ///
    /// - Parameters:
    ///   - axes: The axes to reduce; none means all.
    ///   - keepingAxes: Whether they stay, with length 1.
    /// - Returns: The remaining axes.
    public func mean(_ axes: Int..., keepingAxes: Bool = false) -> Tensor {
        reduced(CTORCH_MEAN, "mean", axes, keepingAxes)
    }

    /// The biased variance over some axes.
    ///
    /// - Parameters:
    ///   - axes: The axes to reduce; none means all.
    ///   - keepingAxes: Whether they stay, with length 1.
    /// - Returns: The remaining axes.
    public func variance(_ axes: Int..., keepingAxes: Bool = false) -> Tensor {
        reduced(CTORCH_VARIANCE, "variance", axes, keepingAxes)
    }

    /// The largest element over some axes.
    ///
    /// - Parameters:
    ///   - axes: The axes to reduce; none means all.
    ///   - keepingAxes: Whether they stay, with length 1.
    /// - Returns: The remaining axes.
    public func maximum(_ axes: Int..., keepingAxes: Bool = false) -> Tensor {
        reduced(CTORCH_MAXIMUM_OF, "maximum", axes, keepingAxes)
    }

    /// The smallest element over some axes.
    ///
    /// - Parameters:
    ///   - axes: The axes to reduce; none means all.
    ///   - keepingAxes: Whether they stay, with length 1.
    /// - Returns: The remaining axes.
    public func minimum(_ axes: Int..., keepingAxes: Bool = false) -> Tensor {
        reduced(CTORCH_MINIMUM_OF, "minimum", axes, keepingAxes)
    }

    /// The Euclidean norm over some axes.
    ///
    /// - Parameters:
    ///   - axes: The axes to reduce; none means all.
    ///   - keepingAxes: Whether they stay, with length 1.
    /// - Returns: The remaining axes.
    public func norm(_ axes: Int..., keepingAxes: Bool = false) -> Tensor {
        reduced(CTORCH_NORM, "norm", axes, keepingAxes)
    }

    /// `log(sum(exp(x)))` over some axes.
    ///
    /// - Parameters:
    ///   - axes: The axes to reduce; none means all.
    ///   - keepingAxes: Whether they stay, with length 1.
    /// - Returns: The remaining axes.
    public func logSumExp(_ axes: Int..., keepingAxes: Bool = false) -> Tensor {
        reduced(CTORCH_LOG_SUM_EXP, "logSumExp", axes, keepingAxes)
    }

    /// Sums of all elements up to each, along an axis.
    ///
    /// - Parameter axis: The axis.
    /// - Returns: The same shape.
    public func cumulativeSum(_ axis: Int) -> Tensor {
        alongAxis(CTORCH_CUMULATIVE_SUM, "cumulativeSum", axis)
    }

    /// Products of all elements up to each, along an axis.
    ///
    /// - Parameter axis: The axis.
    /// - Returns: The same shape.
    public func cumulativeProduct(_ axis: Int) -> Tensor {
        alongAxis(CTORCH_CUMULATIVE_PRODUCT, "cumulativeProduct", axis)
    }

    /// `exp(x) / sum(exp(x))`, along an axis.
    ///
    /// - Parameter axis: The axis.
    /// - Returns: The same shape.
    public func softmax(_ axis: Int) -> Tensor {
        alongAxis(CTORCH_SOFTMAX, "softmax", axis)
    }

    /// `x - log(sum(exp(x)))`, along an axis.
    ///
    /// - Parameter axis: The axis.
    /// - Returns: The same shape.
    public func logSoftmax(_ axis: Int) -> Tensor {
        alongAxis(CTORCH_LOG_SOFTMAX, "logSoftmax", axis)
    }

    /// The index of the largest element, along an axis.
    ///
    /// - Parameter axis: The axis.
    /// - Returns: The other axes.
    public func argmax(_ axis: Int) -> Tensor {
        alongAxis(CTORCH_ARGMAX, "argmax", axis)
    }

    /// The index of the smallest element, along an axis.
    ///
    /// - Parameter axis: The axis.
    /// - Returns: The other axes.
    public func argmin(_ axis: Int) -> Tensor {
        alongAxis(CTORCH_ARGMIN, "argmin", axis)
    }

    private func reduced(
        _ operation: ctorch_reduction, _ name: StaticString, _ axes: [Int], _ keep: Bool
    ) -> Tensor {
        let all = axes.isEmpty ? Array(0..<rank) : axes
        return withInt64s(all) { values, count in
            Tensor.call(name, [self]) {
                ctorch_reduce($0, operation, handle, values, count, keep)
            }
        }
    }

    func alongAxis(
        _ operation: ctorch_axis_operation, _ name: StaticString, _ axis: Int
    ) -> Tensor {
        Tensor.call(name, [self]) { ctorch_along_axis($0, operation, handle, Int64(axis)) }
    }
}
