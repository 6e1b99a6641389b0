import CIPS3DModel
import RunSettings
import Torch
import TorchNN

/// The main discriminator judges the painted image, the auxiliary one that of the NeRF.
package struct DualDiscriminator {
    /// Its parameters.
    package let parameters: ParameterStore
    /// Images that share a minibatch deviation; 0 or 1 is none.
    package let deviationGroup: Int
    /// Judges the painted image.
    package let main: Discriminator
    /// Judges that of the NeRF.
    package let auxiliary: Discriminator?

    /// Makes both with initial weights.
    ///
    /// - Parameters:
    ///   - mainChannels: Channels by resolution, from 4.
    ///   - auxiliaryChannels: The same for the auxiliary one; nil leaves it out.
    ///   - maximumSize: The largest resolution they take.
    ///   - deviationGroup: Images that share a minibatch deviation; 0 or 1 turns it off.
    ///   - tellsViews: Whether the main one also tells from which side an image is seen.
    ///   - frozenSizes: Resolutions at which nothing is learned.
    ///   - parameters: An empty store.
    package init(
        mainChannels: [Int: Int], auxiliaryChannels: [Int: Int]?, maximumSize: Int,
        deviationGroup: Int, tellsViews: Bool = false, frozenSizes: Set<Int> = [],
        parameters: ParameterStore
    ) {
        main = Discriminator(
            channels: mainChannels, maximumSize: maximumSize, halvesFirst: false,
            deviationGroup: deviationGroup, tellsViews: tellsViews, frozenSizes: frozenSizes,
            in: parameters.root["main_disc"])
        auxiliary = auxiliaryChannels.map { channels in
            Discriminator(
                channels: channels, maximumSize: maximumSize, halvesFirst: true,
                deviationGroup: deviationGroup, frozenSizes: frozenSizes,
                in: parameters.root["aux_disc"])
        }
        self.deviationGroup = deviationGroup
        self.parameters = parameters
    }

    /// The resolutions that it takes.
    package var sizes: Set<Int> { main.sizes.intersection(auxiliary?.sizes ?? main.sizes) }

    /// Makes both as a configuration says.
    ///
    /// - Parameters:
    ///   - configuration: Their sizes.
    ///   - tellsViews: Whether the main one also tells from which side an image is seen.
    ///   - frozenSizes: Resolutions at which nothing is learned.
    ///   - parameters: An empty store.
    package init(
        _ configuration: DiscriminatorConfiguration, tellsViews: Bool = false,
        frozenSizes: Set<Int> = [], parameters: ParameterStore
    ) {
        self.init(
            mainChannels: DiscriminatorConfiguration.bySize(configuration.mainChannels),
            auxiliaryChannels: configuration.usesAuxiliary
                ? DiscriminatorConfiguration.bySize(configuration.auxiliaryChannels) : nil,
            maximumSize: configuration.maximumSize, deviationGroup: configuration.deviationGroup,
            tellsViews: tellsViews, frozenSizes: frozenSizes, parameters: parameters)
    }

    /// Whether images of the NeRF are judged too.
    package var usesAuxiliary: Bool { auxiliary != nil }

    /// Judges images.
    ///
    /// - Parameters:
    ///   - images: RGB in [-1, 1], `[B, 3, S, S]`, for the main discriminator.
    ///   - auxiliaryImages: The same for the auxiliary one; left out where there is none.
    ///   - fade: How far the resolution S has faded in, 0...1.
    /// - Returns: Logits, the main ones first: `[2 B, 1]`, or `[B, 1]` without the auxiliary one.
    package func callAsFunction(
        _ images: Tensor, auxiliaryImages: Tensor, fade: Double = 1
    ) -> Tensor {
        let logits = main(images, fade: fade).logits
        guard let auxiliary else { return logits }
        return Tensor.concatenated(
            [logits, auxiliary(auxiliaryImages, fade: fade).logits], axis: 0)
    }
}
