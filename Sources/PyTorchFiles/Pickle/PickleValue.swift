/// A value on the stack of a ``PickleMachine``.
///
/// Whatever holds other values is referred to by its place in ``PickleObjects``: values can be
/// shared and can hold themselves, and no nesting is deep enough to overflow a stack when it is
/// released.
enum PickleValue: Equatable {
    case integer(Int)
    case text(String)
    case global(PickleGlobal)
    case tuple(Int)
    case dictionary(Int)
    case storage(Int)
    case tensor(Int)
    /// Anything that no tensor depends on: None, truth values, fractions, lists, bytes.
    case other
}

/// Everything that the values of a pickle refer to.
struct PickleObjects {
    var tuples: [[PickleValue]] = []
    var dictionaries: [[(key: PickleValue, value: PickleValue)]] = []
    var storages: [PyTorchStorage] = []
    var tensors: [PyTorchTensor] = []
}
