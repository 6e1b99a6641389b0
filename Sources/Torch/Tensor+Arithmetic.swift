import CTorch

extension Tensor {
    /// The sum, element by element; axes of length 1 stretch.
    public static func + (a: Tensor, b: Tensor) -> Tensor { binary(CTORCH_ADD, "+", a, b) }

    /// The sum of each element and a number.
    public static func + (a: Tensor, b: Double) -> Tensor {
        scalar(CTORCH_ADD_SCALAR, "+", a, b)
    }

    /// The sum of a number and each element.
    public static func + (a: Double, b: Tensor) -> Tensor {
        scalar(CTORCH_ADD_SCALAR, "+", b, a)
    }

    /// The difference, element by element; axes of length 1 stretch.
    public static func - (a: Tensor, b: Tensor) -> Tensor { binary(CTORCH_SUBTRACT, "-", a, b) }

    /// The difference of each element and a number.
    public static func - (a: Tensor, b: Double) -> Tensor {
        scalar(CTORCH_ADD_SCALAR, "-", a, -b)
    }

    /// The difference of a number and each element.
    public static func - (a: Double, b: Tensor) -> Tensor {
        scalar(CTORCH_SUBTRACT_FROM_SCALAR, "-", b, a)
    }

    /// The product, element by element; axes of length 1 stretch.
    public static func * (a: Tensor, b: Tensor) -> Tensor { binary(CTORCH_MULTIPLY, "*", a, b) }

    /// The product of each element and a number.
    public static func * (a: Tensor, b: Double) -> Tensor {
        scalar(CTORCH_MULTIPLY_SCALAR, "*", a, b)
    }

    /// The product of a number and each element.
    public static func * (a: Double, b: Tensor) -> Tensor {
        scalar(CTORCH_MULTIPLY_SCALAR, "*", b, a)
    }

    /// The quotient, element by element; axes of length 1 stretch.
    public static func / (a: Tensor, b: Tensor) -> Tensor { binary(CTORCH_DIVIDE, "/", a, b) }

    /// The quotient of each element and a number.
    public static func / (a: Tensor, b: Double) -> Tensor {
        scalar(CTORCH_MULTIPLY_SCALAR, "/", a, 1 / b)
    }

    /// The quotient of a number and each element.
    public static func / (a: Double, b: Tensor) -> Tensor {
        scalar(CTORCH_DIVIDE_SCALAR_BY, "/", b, a)
    }

    /// The negative of every element.
    public static prefix func - (a: Tensor) -> Tensor { unary(CTORCH_NEGATE, "-", a) }

    /// Every element to a power.
    ///
    /// - Parameter exponent: The power.
    /// - Returns: The same shape.
    public func power(_ exponent: Double) -> Tensor {
        scalar(CTORCH_POWER_SCALAR, "power", self, exponent)
    }

    /// Every element to the power of another tensor's.
    ///
    /// - Parameter exponent: Broadcasts against `self`.
    /// - Returns: The broadcast shape.
    public func power(_ exponent: Tensor) -> Tensor {
        binary(CTORCH_POWER, "power", self, exponent)
    }

    /// Elements kept at or above a bound.
    ///
    /// - Parameter bound: The smallest value.
    /// - Returns: The same shape.
    public func clamped(minimum bound: Double) -> Tensor {
        scalar(CTORCH_CLAMP_MINIMUM, "clamped", self, bound)
    }

    /// Elements kept at or below a bound.
    ///
    /// - Parameter bound: The largest value.
    /// - Returns: The same shape.
    public func clamped(maximum bound: Double) -> Tensor {
        scalar(CTORCH_CLAMP_MAXIMUM, "clamped", self, bound)
    }
}

/// `x` where it is positive, `slope · x` elsewhere.
///
/// - Parameters:
///   - x: Any shape.
///   - slope: What negative elements are multiplied by.
/// - Returns: The same shape.
public func leakyReLU(_ x: Tensor, slope: Double = 0.2) -> Tensor {
    scalar(CTORCH_LEAKY_RELU, "leakyReLU", x, slope)
}

/// The larger of two elements.
///
/// - Parameters:
///   - a: Any shape.
///   - b: Broadcasts against `a`.
/// - Returns: The broadcast shape.
public func maximum(_ a: Tensor, _ b: Tensor) -> Tensor {
    binary(CTORCH_MAXIMUM, "maximum", a, b)
}

/// The smaller of two elements.
///
/// - Parameters:
///   - a: Any shape.
///   - b: Broadcasts against `a`.
/// - Returns: The broadcast shape.
public func minimum(_ a: Tensor, _ b: Tensor) -> Tensor {
    binary(CTORCH_MINIMUM, "minimum", a, b)
}

/// The angle of the point (x, y), in radians.
///
/// - Parameters:
///   - y: Any shape.
///   - x: Broadcasts against `y`.
/// - Returns: The broadcast shape, in [-pi, pi].
public func atan2(_ y: Tensor, _ x: Tensor) -> Tensor {
    binary(CTORCH_ATAN2, "atan2", y, x)
}

/// `a + weight · (b - a)`.
///
/// - Parameters:
///   - a: What weight 0 gives.
///   - b: What weight 1 gives; broadcasts against `a`.
///   - weight: How far to go.
/// - Returns: The broadcast shape.
public func interpolate(_ a: Tensor, _ b: Tensor, weight: Double) -> Tensor {
    Tensor.call("interpolate", [a, b]) { ctorch_lerp($0, a.handle, b.handle, weight) }
}

func binary(
    _ operation: ctorch_binary_operation, _ name: StaticString, _ a: Tensor, _ b: Tensor
) -> Tensor {
    Tensor.call(name, [a, b]) { ctorch_binary($0, operation, a.handle, b.handle) }
}

func scalar(
    _ operation: ctorch_scalar_operation, _ name: StaticString, _ x: Tensor, _ value: Double
) -> Tensor {
    Tensor.call(name, [x]) { ctorch_scalar($0, operation, x.handle, value) }
}
