/// What a pickle may call for by name.
///
/// Nothing is looked up or run: each name has a meaning here.
enum PickleGlobal: Equatable {
    /// `collections.OrderedDict`: called without arguments or with a list of pairs, a dictionary.
    case orderedDictionary
    /// `collections.defaultdict`: called with what makes its values, a dictionary.
    case defaultDictionary
    /// `torch._utils._rebuild_tensor`, also `_v2`: called with a storage, an offset, a shape and strides.
    case tensor
    /// `torch._utils._rebuild_tensor_v3`: the same, of a storage of bytes, with the type of elements at the end.
    case tensorOfType
    /// `torch._utils._rebuild_parameter` and what brings a tensor to an accelerator: called with a tensor, that
    /// tensor.
    case parameter
    /// `torch._tensor._rebuild_from_type`, also `_v2`: called with the function that makes the tensor, a class and the
    /// function's arguments, as for `torch.nn.Buffer`.
    case tensorOfClass
    /// `torch.float32`: the type of elements.
    case elementType(PyTorchElementType)
    /// The class of a storage, which says the type of its elements.
    case storage(PyTorchElementType)
    /// A value, or the maker of one, that is passed over: `torch.device`, `torch.Size`.
    case plainValue
    /// Anything else, by its name. It is never looked up; what it is called with, and what that gives, stands for
    /// nothing but itself.
    case foreign(String)

    /// What a name means.
    ///
    /// - Parameters:
    ///   - module: As in `torch._utils`.
    ///   - name: As in `_rebuild_tensor_v2`.
    init(module: String, name: String) {
        let full = module + "." + name
        self = Self.known[full] ?? .foreign(full)
    }

    private static let known: [String: PickleGlobal] = {
        var known: [String: PickleGlobal] = [
            "collections.OrderedDict": .orderedDictionary,
            "torch._utils._rebuild_tensor": .tensor,
            "torch._utils._rebuild_tensor_v2": .tensor,
            "torch._utils._rebuild_tensor_v3": .tensorOfType,
            "torch._tensor._rebuild_from_type": .tensorOfClass,
            "torch._tensor._rebuild_from_type_v2": .tensorOfClass,
            "collections.defaultdict": .defaultDictionary,
            "torch._utils._rebuild_parameter": .parameter,
            "torch._utils._rebuild_parameter_with_state": .parameter,
            "torch._utils._rebuild_device_tensor_from_cpu_tensor": .parameter,
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
        for type in PyTorchElementType.allCases {
            known["torch." + type.rawValue] = .elementType(type)
        }
        return known
    }()
}
