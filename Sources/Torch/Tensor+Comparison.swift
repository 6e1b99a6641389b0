import CTorch

// Comparisons give a truth value for each element.
extension Tensor {
    /// Where the left is equal.
    public static func .== (a: Tensor, b: Tensor) -> Tensor { binary(CTORCH_EQUAL, ".==", a, b) }

    /// Where the left is equal.
    public static func .== (a: Tensor, b: Double) -> Tensor {
        scalar(CTORCH_EQUAL_SCALAR, ".==", a, b)
    }

    /// Where the left is less.
    public static func .< (a: Tensor, b: Tensor) -> Tensor { binary(CTORCH_LESS, ".<", a, b) }

    /// Where the left is less.
    public static func .< (a: Tensor, b: Double) -> Tensor {
        scalar(CTORCH_LESS_SCALAR, ".<", a, b)
    }

    /// Where the left is less or equal.
    public static func .<= (a: Tensor, b: Tensor) -> Tensor {
        binary(CTORCH_LESS_EQUAL, ".<=", a, b)
    }

    /// Where the left is less or equal.
    public static func .<= (a: Tensor, b: Double) -> Tensor {
        scalar(CTORCH_LESS_EQUAL_SCALAR, ".<=", a, b)
    }

    /// Where the left is greater.
    public static func .> (a: Tensor, b: Tensor) -> Tensor { binary(CTORCH_GREATER, ".>", a, b) }

    /// Where the left is greater.
    public static func .> (a: Tensor, b: Double) -> Tensor {
        scalar(CTORCH_GREATER_SCALAR, ".>", a, b)
    }

    /// Where the left is greater or equal.
    public static func .>= (a: Tensor, b: Tensor) -> Tensor {
        binary(CTORCH_GREATER_EQUAL, ".>=", a, b)
    }

    /// Where the left is greater or equal.
    public static func .>= (a: Tensor, b: Double) -> Tensor {
        scalar(CTORCH_GREATER_EQUAL_SCALAR, ".>=", a, b)
    }

    /// Where the left is not equal.
    public static func .!= (a: Tensor, b: Tensor) -> Tensor {
        binary(CTORCH_NOT_EQUAL, ".!=", a, b)
    }

    /// Where both are true.
    public static func .& (a: Tensor, b: Tensor) -> Tensor {
        binary(CTORCH_LOGICAL_AND, ".&", a, b)
    }

    /// Where one or both are true.
    public static func .| (a: Tensor, b: Tensor) -> Tensor { binary(CTORCH_LOGICAL_OR, ".|", a, b) }
}

/// Elements of `a` where the condition holds, of `b` elsewhere.
///
/// - Parameters:
///   - condition: Truth values.
///   - a: Broadcasts against the condition.
///   - b: Broadcasts against the condition.
/// - Returns: The broadcast shape.
public func select(where condition: Tensor, _ a: Tensor, _ b: Tensor) -> Tensor {
    Tensor.call("select", [condition, a, b]) {
        ctorch_where($0, condition.handle, a.handle, b.handle)
    }
}
