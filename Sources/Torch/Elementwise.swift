import CTorch

// Functions of every element by itself, in the notation of formulas.

/// The absolute value, element by element.
///
/// - Parameter x: Any shape.
/// - Returns: The same shape.
public func abs(_ x: Tensor) -> Tensor { unary(CTORCH_ABS, "abs", x) }

/// The next whole number above, element by element.
///
/// - Parameter x: Any shape.
/// - Returns: The same shape.
public func ceil(_ x: Tensor) -> Tensor { unary(CTORCH_CEIL, "ceil", x) }

/// The cosine, element by element.
///
/// - Parameter x: Any shape.
/// - Returns: The same shape.
public func cos(_ x: Tensor) -> Tensor { unary(CTORCH_COS, "cos", x) }

/// The error function, element by element.
///
/// - Parameter x: Any shape.
/// - Returns: The same shape.
public func erf(_ x: Tensor) -> Tensor { unary(CTORCH_ERF, "erf", x) }

/// The exponential, element by element.
///
/// - Parameter x: Any shape.
/// - Returns: The same shape.
public func exp(_ x: Tensor) -> Tensor { unary(CTORCH_EXP, "exp", x) }

/// `exp(x) - 1`, exact near 0, element by element.
///
/// - Parameter x: Any shape.
/// - Returns: The same shape.
public func expMinusOne(_ x: Tensor) -> Tensor { unary(CTORCH_EXPM1, "expMinusOne", x) }

/// The next whole number below, element by element.
///
/// - Parameter x: Any shape.
/// - Returns: The same shape.
public func floor(_ x: Tensor) -> Tensor { unary(CTORCH_FLOOR, "floor", x) }

/// The natural logarithm, element by element.
///
/// - Parameter x: Any shape.
/// - Returns: The same shape.
public func log(_ x: Tensor) -> Tensor { unary(CTORCH_LOG, "log", x) }

/// `log(1 + x)`, exact near 0, element by element.
///
/// - Parameter x: Any shape.
/// - Returns: The same shape.
public func logOnePlus(_ x: Tensor) -> Tensor { unary(CTORCH_LOG1P, "logOnePlus", x) }

/// `max(x, 0)`, element by element.
///
/// - Parameter x: Any shape.
/// - Returns: The same shape.
public func relu(_ x: Tensor) -> Tensor { unary(CTORCH_RELU, "relu", x) }

/// `min(max(x, 0), 6)`, element by element.
///
/// - Parameter x: Any shape.
/// - Returns: The same shape.
public func relu6(_ x: Tensor) -> Tensor { unary(CTORCH_RELU6, "relu6", x) }

/// The nearest whole number, element by element.
///
/// - Parameter x: Any shape.
/// - Returns: The same shape.
public func round(_ x: Tensor) -> Tensor { unary(CTORCH_ROUND, "round", x) }

/// `1 / sqrt(x)`, element by element.
///
/// - Parameter x: Any shape.
/// - Returns: The same shape.
public func rsqrt(_ x: Tensor) -> Tensor { unary(CTORCH_RSQRT, "rsqrt", x) }

/// `1 / (1 + exp(-x))`, element by element.
///
/// - Parameter x: Any shape.
/// - Returns: The same shape.
public func sigmoid(_ x: Tensor) -> Tensor { unary(CTORCH_SIGMOID, "sigmoid", x) }

/// -1, 0 or 1, element by element.
///
/// - Parameter x: Any shape.
/// - Returns: The same shape.
public func sign(_ x: Tensor) -> Tensor { unary(CTORCH_SIGN, "sign", x) }

/// The sine, element by element.
///
/// - Parameter x: Any shape.
/// - Returns: The same shape.
public func sin(_ x: Tensor) -> Tensor { unary(CTORCH_SIN, "sin", x) }

/// `log(1 + exp(x))`, element by element.
///
/// - Parameter x: Any shape.
/// - Returns: The same shape.
public func softplus(_ x: Tensor) -> Tensor { unary(CTORCH_SOFTPLUS, "softplus", x) }

/// The square root, element by element.
///
/// - Parameter x: Any shape.
/// - Returns: The same shape.
public func sqrt(_ x: Tensor) -> Tensor { unary(CTORCH_SQRT, "sqrt", x) }

/// The tangent, element by element.
///
/// - Parameter x: Any shape.
/// - Returns: The same shape.
public func tan(_ x: Tensor) -> Tensor { unary(CTORCH_TAN, "tan", x) }

/// The hyperbolic tangent, element by element.
///
/// - Parameter x: Any shape.
/// - Returns: The same shape.
public func tanh(_ x: Tensor) -> Tensor { unary(CTORCH_TANH, "tanh", x) }

extension Tensor {
    /// `x²`, element by element.
    public var squared: Tensor { unary(CTORCH_SQUARE, "squared", self) }

    /// `1 / x`, element by element.
    public var reciprocal: Tensor { unary(CTORCH_RECIPROCAL, "reciprocal", self) }

    /// Whether each element is neither infinite nor NaN.
    public var isFinite: Tensor { unary(CTORCH_IS_FINITE, "isFinite", self) }

    /// Whether each element is NaN.
    public var isNaN: Tensor { unary(CTORCH_IS_NAN, "isNaN", self) }

    /// The other truth value of each element.
    public var logicalNot: Tensor { unary(CTORCH_LOGICAL_NOT, "logicalNot", self) }
}

func unary(_ operation: ctorch_unary_operation, _ name: StaticString, _ x: Tensor) -> Tensor {
    Tensor.call(name, [x]) { ctorch_unary($0, operation, x.handle) }
}
