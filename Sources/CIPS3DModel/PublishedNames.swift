/// The keys of the published checkpoints: where each tensor of a generator is in a weights file.
///
///     siren.network.0.linear.weight          PublishedNames.fieldBlock(0).linear.weight
///     inr_net.network.64.mod2.weight         PublishedNames.inrBlock(4).second.weight
///
/// `PublishedNames.tensors(of:)` lists all of them with their shapes and initial values. Names of
/// layers are ours, names in quotation marks are theirs, spelling included. The sphere behind the head,
/// which is not published, follows their pattern.
///
/// Source: the published code of CIPS-3D (arXiv:2110.09788).
package enum PublishedNames {
    /// A layer with weights and a bias: linear, or a layer norm.
    package struct Layer: Sendable, Equatable {
        /// The path that its keys begin with.
        package let path: String

        /// `[outputs, inputs]`, or `[width]` of a layer norm.
        package var weight: String { path + ".weight" }
        /// `[outputs]`, or `[width]` of a layer norm.
        package var bias: String { path + ".bias" }
    }

    /// A FiLM-SIREN layer.
    package struct FiLMSIRENLayer: Sendable, Equatable {
        package let path: String

        /// What goes through the sine: `[outputs, inputs]`.
        package var linear: Layer { Layer(path: path + ".linear") }
        /// From the style to the frequency: `[outputs, styleWidth]`.
        package var toFrequency: Layer { Layer(path: path + ".gain_fc") }
        /// From the style to the phase: `[outputs, styleWidth]`.
        package var toPhase: Layer { Layer(path: path + ".bias_fc") }
    }

    /// A modulated linear layer, `ModFC`.
    package struct ModFC: Sendable, Equatable {
        package let path: String

        /// What is modulated: `[1, inputs, outputs]`.
        package var weight: String { path + ".weight" }
        /// From the style to the modulation: `[inputs, styleWidth]`.
        package var modulation: Layer { Layer(path: path + ".modulation") }
        /// A layer norm over the inputs; it is stored, and nothing reads it.
        package var unusedNorm: Layer { Layer(path: path + ".norm") }
    }

    /// Two modulated layers.
    package struct INRBlock: Sendable, Equatable {
        package let path: String

        /// The first layer.
        package var first: ModFC { ModFC(path: path + ".mod1") }
        /// The second layer.
        package var second: ModFC { ModFC(path: path + ".mod2") }
    }

    /// From the last hidden layer of the radiance field to the raw density: `[1, width]`.
    package static let density = Layer(path: "siren.final_layer")
    /// The layer behind the hidden ones of the radiance field, with half of their width.
    package static let featureBlock = FiLMSIRENLayer(path: "siren.color_layer_sine")
    /// From the feature block to the feature: `[features, width / 2]`.
    package static let feature = Layer(path: "siren.color_layer_linear.0")
    /// From a pixel's feature to the auxiliary image: `[3, features]`.
    package static let auxiliaryHead = Layer(path: "aux_to_rbg.0")

    /// From the last layer of the sphere behind the head to the feature: `[features, width]`.
    package static let backgroundFeature = Layer(path: "background.to_feature")

    /// A layer of the field on the sphere behind the head.
    ///
    /// - Parameter index: 0 or 1.
    /// - Returns: Its names.
    package static func backgroundBlock(_ index: Int) -> FiLMSIRENLayer {
        FiLMSIRENLayer(path: "background.network.\(index)")
    }

    /// A hidden layer of the radiance field.
    ///
    /// - Parameter index: From 0 to `nerf.layers - 1`.
    /// - Returns: Its names.
    package static func fieldBlock(_ index: Int) -> FiLMSIRENLayer {
        FiLMSIRENLayer(path: "siren.network.\(index)")
    }

    /// A linear layer between the shape code and its style; activations are counted too.
    ///
    /// - Parameter index: From 0 to `nerf.mappingLayers - 1`.
    /// - Returns: Its names.
    package static func shapeMapping(_ index: Int) -> Layer {
        Layer(path: "mapping_network_nerf.base_net.\(2 * index)")
    }

    /// A linear layer between the appearance code and its style; norms and activations are counted
    /// too.
    ///
    /// - Parameter index: From 0 to `inr.mappingLayers - 1`.
    /// - Returns: Its names.
    package static func appearanceMapping(_ index: Int) -> Layer {
        Layer(path: "mapping_network_inr.base_net.\(3 * index)")
    }

    /// The layer norm behind a linear layer between the appearance code and its style.
    ///
    /// - Parameter index: From 0 to `inr.mappingLayers - 1`.
    /// - Returns: Its names.
    package static func appearanceNorm(_ index: Int) -> Layer {
        Layer(path: "mapping_network_inr.base_net.\(3 * index + 1)")
    }

    /// A block of the per-pixel network; the published names are 4, 8, 16 and so on.
    ///
    /// - Parameter index: From 0 to `inr.blocks - 1`.
    /// - Returns: Its names.
    package static func inrBlock(_ index: Int) -> INRBlock {
        INRBlock(path: "inr_net.network.\(4 << index)")
    }

    /// What paints behind a block, `[3, width]`.
    ///
    /// Every block has one; those before `firstRGBBlock` are stored, and nothing reads them.
    ///
    /// - Parameter index: From 0 to `inr.blocks - 1`.
    /// - Returns: Its names.
    package static func painter(_ index: Int) -> Layer {
        Layer(path: "inr_net.to_rgbs.\(4 << index).linear")
    }
}
