/// What a pickle may call for by name.
///
/// Nothing is looked up or run: each name has a meaning here.
enum PickleGlobal: Equatable {
    /// `collections.OrderedDict`: called without arguments or with a list of pairs, a dictionary.
    case orderedDictionary
    /// `torch._utils._rebuild_tensor`, also `_v2`: called with a storage, an offset, a shape and strides.
    case tensor
    /// `torch._utils._rebuild_parameter`: called with a tensor, that tensor.
    case parameter
    /// The class of a storage, which says the type of its elements.
    case storage(PyTorchElementType)
    /// A value, or the maker of one, that is passed over: `torch.device`, `torch.float32`.
    case plainValue

    /// What a name means.
    ///
    /// - Parameters:
    ///   - module: As in `torch._utils`.
    ///   - name: As in `_rebuild_tensor_v2`.
    /// - Throws: `PickleFault` for any that is not on the list.
    init(module: String, name: String) throws(PickleFault) {
        let full = module + "." + name
        guard let known = Self.known[full] else { throw PickleFault(.global(full)) }
        self = known
    }

    private static let known: [String: PickleGlobal] = {
        var known: [String: PickleGlobal] = [
            "collections.OrderedDict": .orderedDictionary,
            "torch._utils._rebuild_tensor": .tensor,
            "torch._utils._rebuild_tensor_v2": .tensor,
            "torch._utils._rebuild_parameter": .parameter,
            "torch._utils._rebuild_parameter_with_state": .parameter,
            "torch.FloatStorage": .storage(.float32), "torch.DoubleStorage": .storage(.float64),
            "torch.HalfStorage": .storage(.float16), "torch.BFloat16Storage": .storage(.bfloat16),
            "torch.ByteStorage": .storage(.uint8), "torch.CharStorage": .storage(.int8),
            "torch.ShortStorage": .storage(.int16), "torch.IntStorage": .storage(.int32),
            "torch.LongStorage": .storage(.int64), "torch.BoolStorage": .storage(.bool),
            "torch.ComplexFloatStorage": .storage(.complex64),
            "torch.ComplexDoubleStorage": .storage(.complex128),
            "torch.storage.UntypedStorage": .storage(.uint8),
            "torch.Size": .plainValue, "torch.device": .plainValue,
        ]
        for type in PyTorchElementType.allCases { known["torch." + type.rawValue] = .plainValue }
        return known
    }()
}
