/// A value on the stack of a ``PickleMachine``.
///
/// Whatever holds other values is referred to by its place in ``PickleObjects``: values can be
/// shared and can hold themselves, and no nesting is deep enough to overflow a stack when it is
/// released.
enum PickleValue: Equatable {
    case integer(Int)
    /// A whole number beyond 64 bits: its bytes, the least significant first.
    case long([UInt8])
    case text(String)
    case global(PickleGlobal)
    case tuple(Int)
    case list(Int)
    case dictionary(Int)
    case storage(Int)
    case tensor(Int)
    /// An object of a class that is not known.
    case foreign(Int)
    /// Anything that no tensor depends on: None, truth values, fractions, bytes.
    case other
}
