// The block in the editor: choose a picture. What is saved is the picture alone, so that it stays when the plugin goes.
(({ blocks, blockEditor, element }) => {
  const { createElement } = element;
  const { MediaPlaceholder, useBlockProps } = blockEditor;
  const picture = ({ url, alt }) => createElement("img", { src: url, alt });

  blocks.registerBlockType("omni-iml/check", {
    edit({ attributes, setAttributes }) {
      const choose = {
        accept: "image/*",
        allowedTypes: ["image"],
        labels: { title: "Picture with a check" },
        onSelect: ({ url, alt }) => setAttributes({ url, alt: alt ?? "" }),
        onSelectURL: (url) => setAttributes({ url }),
      };
      return createElement("figure", useBlockProps(), attributes.url ? picture(attributes) : createElement(MediaPlaceholder, choose));
    },
    save: ({ attributes }) => (attributes.url ? createElement("figure", useBlockProps.save(), picture(attributes)) : null),
  });
})(window.wp);
